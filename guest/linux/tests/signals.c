/* Signals: values, masks, timers, an alternate stack, and exceptions caught and survived. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "expect.h"

static volatile sig_atomic_t calls, value, code, on_stack;
static void *volatile fault_address;
static sigjmp_buf back;
static char alternate[16384];

static void note(int signal, siginfo_t *info, void *context)
{
	(void)signal, (void)context;
	calls++;
	value = info->si_value.sival_int;
}

static void escape(int signal, siginfo_t *info, void *context)
{
	char here;
	(void)context;
	code = info->si_code;
	fault_address = info->si_addr;
	on_stack = &here >= alternate && &here < alternate + sizeof alternate;
	siglongjmp(back, signal);
}

static void handle(int signal, void (*handler)(int, siginfo_t *, void *), int flags)
{
	struct sigaction action = { .sa_sigaction = handler, .sa_flags = SA_SIGINFO | flags };
	EXPECT("sigaction", sigaction(signal, &action, 0), 0);
}

static void queued(void)
{
	sigset_t set, pending;
	handle(SIGUSR1, note, 0);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, 0);
	sigqueue(getpid(), SIGUSR1, (union sigval){ .sival_int = 4711 });
	EXPECT("calls while blocked", calls, 0);
	sigpending(&pending);
	EXPECT("pending", sigismember(&pending, SIGUSR1), 1);
	sigprocmask(SIG_UNBLOCK, &set, 0);
	EXPECT("calls once unblocked", calls, 1);
	EXPECT("the value sent", value, 4711);
}

static void timer(void)
{
	struct itimerval every = { { 0, 20000 }, { 0, 20000 } }, never = { { 0, 0 }, { 0, 0 } };
	struct timespec before, after;
	calls = 0;
	handle(SIGALRM, note, 0);
	clock_gettime(CLOCK_MONOTONIC, &before);
	setitimer(ITIMER_REAL, &every, 0);
	while (calls < 5)
		EXPECT("pause", pause() == -1 && errno == EINTR, 1);
	setitimer(ITIMER_REAL, &never, 0);
	clock_gettime(CLOCK_MONOTONIC, &after);
	long us = (after.tv_sec - before.tv_sec) * 1000000 + (after.tv_nsec - before.tv_nsec) / 1000;
	EXPECT("five periods of 20 ms last 80 ms", us >= 80000, 1);
}

static void interrupted_call(void)
{
	struct timespec rest, asked = { 2, 0 };
	struct itimerval every = { { 0, 30000 }, { 0, 30000 } }, never = { { 0, 0 }, { 0, 0 } };
	setitimer(ITIMER_REAL, &every, 0);
	EXPECT("nanosleep", nanosleep(&asked, &rest) == -1 && errno == EINTR, 1);
	setitimer(ITIMER_REAL, &never, 0);
	EXPECT("the rest of the sleep", rest.tv_sec, 1);
}

/* An address that no process has; volatile, or the compiler would not do it. */
static void bad_access(void)
{
	uint32_t *volatile nowhere = (uint32_t *)0x10;
	for (volatile int i = 0; i < 3; i++) {
		handle(SIGSEGV, escape, SA_ONSTACK);
		if (!sigsetjmp(back, 1))
			*nowhere = 1;
		EXPECT("the address of the fault", (uintptr_t)fault_address, 0x10);
		EXPECT("si_code of SIGSEGV", code, SEGV_MAPERR);
		EXPECT("on the alternate stack", on_stack, 1);
	}
	uint32_t *volatile kernel = (uint32_t *)0x80000000;
	handle(SIGBUS, escape, 0);
	int caught = sigsetjmp(back, 1);
	if (!caught)
		*kernel = 1;
	EXPECT("a signal for a kernel address", caught == SIGSEGV || caught == SIGBUS, 1);
}

static void exceptions(void)
{
	volatile int zero = 0, result = 0;
	int caught;
	handle(SIGFPE, escape, 0);
	handle(SIGTRAP, escape, 0);
	handle(SIGILL, escape, 0);
	caught = sigsetjmp(back, 1);
	if (!caught)
		result = 7 / zero;
	EXPECT("division by zero", caught, SIGFPE);
	EXPECT("its si_code", code, FPE_INTDIV);
	caught = sigsetjmp(back, 1);
	if (!caught)
		__asm__ volatile("lui $8, 0x7fff; add $8, $8, $8" ::: "$8");
	EXPECT("integer overflow", caught, SIGFPE);
	EXPECT("its si_code", code, FPE_INTOVF);
	caught = sigsetjmp(back, 1);
	if (!caught)
		__asm__ volatile("break 5");
	EXPECT("a breakpoint", caught, SIGTRAP);
	caught = sigsetjmp(back, 1);
	if (!caught)
		__asm__ volatile(".word 0x7000003b");
	EXPECT("a reserved instruction", caught, SIGILL);
	(void)result;
}

static void child_ends(void)
{
	int status;
	pid_t child = fork();
	if (!child)
		for (;;)
			pause();
	kill(child, SIGTERM);
	EXPECT("waitpid", waitpid(child, &status, 0), child);
	EXPECT("the signal that ended the child", WIFSIGNALED(status) ? WTERMSIG(status) : 0, SIGTERM);
}

int main(void)
{
	stack_t stack = { .ss_sp = alternate, .ss_size = sizeof alternate };
	test_name = "signals";
	EXPECT("sigaltstack", sigaltstack(&stack, 0), 0);
	queued();
	timer();
	interrupted_call();
	bad_access();
	exceptions();
	child_ends();
	return passed();
}
