---
name: A panic that is wanted
tags: [panic]
depends: [boot]
kernel: {prompt: "vr3000$ ", end: halt 0}
---
crash
