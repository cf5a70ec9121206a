---
name: A crash that was not reached
tags: [wrong]
depends: [boot]
kernel: {prompt: "vr3000$ ", end: halt 0}
proofs:
  - {reached: crash}
---
echo 7
