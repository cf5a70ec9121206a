---
name: It boots
tags: [boot]
kernel: {prompt: "vr3000$ ", end: halt 0}
---
ps
