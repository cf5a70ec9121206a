---
name: A panic that is not wanted
tags: [wrong]
kernel: {prompt: "vr3000$ ", end: halt 0}
commandoverrides:
  - name: crash
    panics: "no"
---
echo 1
echo 2
crash
