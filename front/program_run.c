/* program_run.c: `vr3000 run', and `vr3000' alone. */
#include "error.h"
#include "profile.h"
#include "program.h"
#include "report.h"
#include "say.h"
#include "screen.h"
#include "session.h"
#include "stats.h"
#include "why.h"

static void print_stats(struct session *s, int status)
{
	if (s->options->stats == STATS_JSON)
		stats_print_json(s, status);
	else if (s->options->stats && s->machine)
		stats_print(s);
}

static void write_profile(struct session *s)
{
	struct error error;
	if (s->profile && s->options->profile &&
		profile_write(s->profile, s->options->profile, s->kernel, &error)) {
		say_wrong("%s", error.text);
		s->ending.cause = NO_CAUSE; /* the guest ended well, what was asked for is not there */
		session_fail(s, &error);
	}
}

int program_run(const struct options *o)
{
	struct session s;
	if (o->replay_bug)
		return bug_replay(o);
	if (session_open(&s, o)) {
		screen_first_line(&s);
		session_run(&s);
	}
	terminal_restore(&s.console.terminal);
	report_end(&s);
	session_commit(&s);
	write_profile(&s);
	int status = ending_status(&s.ending, o->bisect);
	print_stats(&s, status);
	session_close(&s);
	return status;
}

int program_why(const struct options *o)
{
	(void)o;
	return why_print();
}
