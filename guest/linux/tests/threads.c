/* Threads: mutex, condition, barrier, thread-local storage.  Here atomics trap into the kernel. */
#include <pthread.h>

#include "expect.h"

enum { THREADS = 8, ROUNDS = 2000, TURNS = 500 };

struct shared {
	pthread_mutex_t lock;
	pthread_cond_t turned;
	pthread_barrier_t barrier;
	int count, turn;
};

static struct shared shared = {
	.lock = PTHREAD_MUTEX_INITIALIZER,
	.turned = PTHREAD_COND_INITIALIZER,
};
static _Thread_local int own;

static void *counter(void *argument)
{
	for (int i = 0; i < ROUNDS; i++) {
		pthread_mutex_lock(&shared.lock);
		shared.count++;
		pthread_mutex_unlock(&shared.lock);
		own++;
	}
	pthread_barrier_wait(&shared.barrier);
	return (char *)argument + own;
}

/* Two players: each waits until the turn's low bit is its own number. */
static void *player(void *argument)
{
	int number = *(int *)argument;
	pthread_mutex_lock(&shared.lock);
	for (int i = 0; i < TURNS; i++) {
		while ((shared.turn & 1) != number)
			pthread_cond_wait(&shared.turned, &shared.lock);
		shared.turn++;
		pthread_cond_broadcast(&shared.turned);
	}
	pthread_mutex_unlock(&shared.lock);
	return 0;
}

static void count(void)
{
	pthread_t thread[THREADS];
	char base[THREADS];
	pthread_barrier_init(&shared.barrier, 0, THREADS);
	for (int i = 0; i < THREADS; i++)
		EXPECT("pthread_create", pthread_create(&thread[i], 0, counter, &base[i]), 0);
	for (int i = 0; i < THREADS; i++) {
		void *result;
		pthread_join(thread[i], &result);
		EXPECT("a thread's own count", (char *)result - &base[i], ROUNDS);
	}
	EXPECT("the shared count", shared.count, THREADS * ROUNDS);
	EXPECT("the main thread's own count", own, 0);
}

static void take_turns(void)
{
	static int numbers[] = { 0, 1 };
	pthread_t thread[2];
	for (int i = 0; i < 2; i++)
		pthread_create(&thread[i], 0, player, &numbers[i]);
	for (int i = 0; i < 2; i++)
		pthread_join(thread[i], 0);
	EXPECT("turns taken", shared.turn, 2 * TURNS);
}

int main(void)
{
	test_name = "threads";
	count();
	take_turns();
	return passed();
}
