---
name: Words
points: 3
words: run=echo hello world;halt 0
status: 0
---
hello world
halted
