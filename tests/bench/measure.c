/* measure INPUT COMMAND [ARGUMENT...]: runs the command on the file INPUT, throws its output away,
 * and prints "MICROSECONDS CPU-MICROSECONDS PEAK-KILOBYTES". */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static long long timeval_us(struct timeval time)
{
	return time.tv_sec * 1000000LL + time.tv_usec;
}

static int run(const char *input, char **command)
{
	if (dup2(open(input, O_RDONLY), STDIN_FILENO) < 0 ||
	    dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO) < 0) {
		perror(input);
		return 126;
	}
	execvp(command[0], command);
	perror(command[0]);
	return 127;
}

int main(int argc, char **argv)
{
	long long start = now_us();
	struct rusage usage;
	int status;
	pid_t child;

	if (argc < 3)
		return 2;
	child = fork();
	if (child == 0)
		_exit(run(argv[1], argv + 2));
	if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0)
		return 1;
	printf("%lld %lld %ld\n", now_us() - start,
	       timeval_us(usage.ru_utime) + timeval_us(usage.ru_stime), usage.ru_maxrss);
	return 0;
}
