-- R3000.lua: the kernel knows the processor, and halts.
wait("vr3000:/# ", 120)
send("grep '^cpu model' /proc/cpuinfo; halt\n")
wait(": R3000 V", 30)
wait("System halted", 60)
