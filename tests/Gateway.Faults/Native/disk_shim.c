/* A library to load before others (LD_PRELOAD): what the disk under one folder does to a process, told by files that come and go while it runs.
 *   SHIM_FOLDER    only files below it are touched
 *   SHIM_SWITCHES  folder of the switches; a switch is on while the file of its name exists:
 *     sync-fails   fsync answers EIO          sync-lies   fsync answers success and does nothing
 *     slow         fsync takes 15 ms longer, as on an SD card
 *     full         writes answer ENOSPC       tear        the next write of more than 512 bytes writes only those, and the process dies
 * Each time a switch strikes, a byte is appended to the file NAME.struck beside it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { SECTOR = 512, KILLED = 137, SLOW_US = 15000 };

static int is_ours(int fd)
{
    char link[64], path[PATH_MAX];
    const char *folder = getenv("SHIM_FOLDER");
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = folder ? readlink(link, path, sizeof path - 1) : -1;
    if (length < 0) return 0;
    path[length] = 0;
    return strncmp(path, folder, strlen(folder)) == 0;
}

static int is_on(const char *name)
{
    char path[PATH_MAX];
    const char *folder = getenv("SHIM_SWITCHES");
    if (!folder) return 0;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (access(path, F_OK) != 0) return 0;
    strncat(path, ".struck", sizeof path - strlen(path) - 1);
    int note = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (note < 0) return 1;
    if (write(note, "x", 1) != 1) { /* the case will see too few */ }
    close(note);
    return 1;
}

static int sync_file(int fd, int (*really)(int))
{
    if (!is_ours(fd)) return really(fd);
    if (is_on("slow")) usleep(SLOW_US);
    if (is_on("sync-fails")) { errno = EIO; return -1; }
    return is_on("sync-lies") ? 0 : really(fd);
}

int fsync(int fd)
{
    static int (*really)(int);
    if (!really) really = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    return sync_file(fd, really);
}

int fdatasync(int fd)
{
    static int (*really)(int);
    if (!really) really = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    return sync_file(fd, really);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at)
{
    static ssize_t (*really)(int, const void *, size_t, off64_t);
    if (!really) really = (ssize_t (*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
    if (!is_ours(fd)) return really(fd, bytes, count, at);
    if (is_on("full")) { errno = ENOSPC; return -1; }
    if (count > SECTOR && is_on("tear"))
    {
        really(fd, bytes, SECTOR, at);
        _exit(KILLED);
    }
    return really(fd, bytes, count, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at)
{
    return pwrite64(fd, bytes, count, at);
}
