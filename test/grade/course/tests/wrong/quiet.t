---
name: Nothing is printed for too long
tags: [wrong]
depends: [boot]
kernel: {prompt: "vr3000$ ", end: halt 0}
monitor: {progresstimeout: 3}
---
sleep 100000
