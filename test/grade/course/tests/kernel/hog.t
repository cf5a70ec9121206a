---
name: A program that is to take too long
tags: [hog]
depends: [boot]
kernel: {prompt: "vr3000$ ", end: halt 0}
---
hog a 100000
