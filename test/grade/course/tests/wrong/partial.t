---
name: Points by commands
tags: [partial]
depends: [boot]
kernel: {prompt: "vr3000$ ", end: halt 0}
---
echo 1
primes 20
echo 2
