---
name: It waits for one that fails
tags: [wrong]
depends: [forged.t]
kernel: {prompt: "vr3000$ ", end: halt 0}
---
echo 1
