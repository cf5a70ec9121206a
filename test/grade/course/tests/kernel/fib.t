---
name: A sum
tags: [sums]
depends: [/boot.t]
kernel: {prompt: "vr3000$ ", end: halt 0}
---
fib 5
