---
name: Words drawn by the seed
tags: [words]
depends: [boot]
kernel: {prompt: "vr3000$ ", end: halt 0}
---
echo
2xecho
echo 1 2 3
