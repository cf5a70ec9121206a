-- disk_write.lua: file systems on both kinds of disk are written, and halted cleanly.
local function shell(command, seconds)
	send(command .. "; echo st''atus $?\n")
	local text = wait("status ", seconds or 60)
	local status = wait("\n", 10)
	assert(status:match("^0"), command .. ": " .. text)
	wait("# ", 10)
end
wait("vr3000:/# ", 120)
for i, name in ipairs({ "phram", "nv" }) do
	local device, at = "/dev/mtdblock" .. (i - 1), "/mnt/" .. name
	shell("mkdir -p " .. at .. " && mount -t ext2 " .. device .. " " .. at)
	shell("dd if=/dev/urandom of=" .. at .. "/file bs=4k count=40 2>/dev/null")
	shell("md5sum " .. at .. "/file | cut -c1-32 >" .. at .. "/sum && umount " .. at)
end
send("halt\n")
wait("System halted", 60)
