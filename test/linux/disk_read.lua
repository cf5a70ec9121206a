-- disk_read.lua: what disk_write.lua wrote is there after the next boot.
wait("vr3000:/# ", 120)
for i, name in ipairs({ "phram", "nv" }) do
	local device, at = "/dev/mtdblock" .. (i - 1), "/mnt/" .. name
	send("mkdir -p " .. at .. " && mount -t ext2 -r " .. device .. " " .. at .. " && md5sum " ..
		at .. "/file | cut -c1-32 | cmp - " .. at .. "/sum && echo sa''me\n")
	wait("same", 60)
	wait("# ", 10)
end
send("halt\n")
wait("System halted", 60)
