---
name: What the console cannot forge
tags: [proofs]
depends: [boot]
kernel: {prompt: "vr3000$ ", end: halt 0}
proofs:
  - {reached: syscall}
  - {avoided: crash}
  - {status: 0}
---
echo 7
