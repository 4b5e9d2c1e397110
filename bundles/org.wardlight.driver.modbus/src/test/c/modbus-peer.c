/*
 * An independent Modbus peer for the driver's tests: a libmodbus server over TCP or a serial line, and pseudo terminals in
 * place of serial ports. Prints one line with the port or the path to open, then runs until it is killed.
 *
 *   modbus-peer tcp                 libmodbus server, prints its port
 *   modbus-peer rtu LINK            libmodbus server on a serial line whose other end is LINK
 *   modbus-peer rtu-tcp             libmodbus server on a serial line whose other end is a TCP port, as behind a converter
 *   modbus-peer bridge PORT LINK    no server: LINK is a serial port whose bytes go to and from 127.0.0.1:PORT
 *
 * cc -o modbus-peer modbus-peer.c -lmodbus -lutil -lpthread
 */
#define _DEFAULT_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <modbus/modbus.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

enum { UNIT = 1, SIZE = 1000 };

static void fail(const char *what) {
    perror(what);
    exit(1);
}

/* A pseudo terminal that passes every byte as it is; its slave end stays open here, so that no reader sees a hang-up. */
static int terminal(char *path, int *slave) {
    int master;
    struct termios raw;
    memset(&raw, 0, sizeof raw);
    cfmakeraw(&raw);
    raw.c_cflag |= CREAD | CLOCAL;
    cfsetspeed(&raw, B19200);
    if (openpty(&master, slave, path, &raw, NULL) < 0) {
        fail("openpty");
    }
    return master;
}

static void link_to(const char *path, const char *link) {
    unlink(link);
    if (symlink(path, link) < 0) {
        fail("symlink");
    }
}

/* Copies bytes both ways until either end fails. */
static void relay(int a, int b) {
    struct pollfd ends[2] = {{a, POLLIN, 0}, {b, POLLIN, 0}};
    char buffer[512];
    for (;;) {
        if (poll(ends, 2, -1) < 0) {
            return;
        }
        for (int i = 0; i < 2; i++) {
            if (ends[i].revents) {
                ssize_t n = read(ends[i].fd, buffer, sizeof buffer);
                if (n <= 0 || write(ends[1 - i].fd, buffer, n) != n) {
                    return;
                }
            }
        }
    }
}

static int listener(int *port) {
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof at;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) < 0 || listen(fd, 4) < 0
        || getsockname(fd, (struct sockaddr *)&at, &length) < 0) {
        fail("listen");
    }
    *port = ntohs(at.sin_port);
    return fd;
}

/* Input registers count from 1000, every third discrete input is on; holding registers and coils are what was written. */
static modbus_mapping_t *image(void) {
    modbus_mapping_t *image = modbus_mapping_new(SIZE, SIZE, SIZE, SIZE);
    for (int i = 0; i < SIZE; i++) {
        image->tab_input_registers[i] = 1000 + i;
        image->tab_input_bits[i] = i % 3 == 0;
    }
    return image;
}

static void *serve_line(void *path) {
    modbus_t *server = modbus_new_rtu(path, 19200, 'E', 8, 1);
    modbus_mapping_t *values = image();
    uint8_t query[MODBUS_RTU_MAX_ADU_LENGTH];
    modbus_set_slave(server, UNIT);
    if (modbus_connect(server) < 0) {
        fail("modbus_connect");
    }
    for (;;) {
        int length = modbus_receive(server, query);
        if (length > 0) {
            modbus_reply(server, query, length, values);
        }
    }
    return NULL;
}

static void serve_tcp(void) {
    int port, fd = listener(&port);
    modbus_t *server = modbus_new_tcp("127.0.0.1", port);
    modbus_mapping_t *values = image();
    uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH];
    printf("%d\n", port);
    while (modbus_tcp_accept(server, &fd) >= 0) {
        int length;
        while ((length = modbus_receive(server, query)) >= 0) {
            if (length > 0) {
                modbus_reply(server, query, length, values);
            }
        }
        modbus_close(server);
    }
}

static int server_line(void) {
    static char path[128];
    pthread_t thread;
    int slave, master = terminal(path, &slave);
    pthread_create(&thread, NULL, serve_line, path);
    return master;
}

static void bridge(int port, const char *link) {
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    for (int first = 1;; first = 0) {
        char path[128];
        int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(fd, (struct sockaddr *)&to, sizeof to) < 0) {
            fail("connect");
        }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        int slave, master = terminal(path, &slave);
        link_to(path, link);
        if (first) {
            printf("%s\n", link);
        }
        relay(fd, master);
        /* The adapter is pulled out; the next one is there at once. */
        unlink(link);
        close(fd);
        close(master);
        close(slave);
    }
}

int main(int count, char **words) {
    char path[128];
    setvbuf(stdout, NULL, _IOLBF, 0);
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (count == 2 && !strcmp(words[1], "tcp")) {
        serve_tcp();
    } else if (count == 3 && !strcmp(words[1], "rtu")) {
        int slave, line = server_line(), other = terminal(path, &slave);
        link_to(path, words[2]);
        printf("%s\n", words[2]);
        relay(line, other);
    } else if (count == 2 && !strcmp(words[1], "rtu-tcp")) {
        int port, line = server_line(), fd = listener(&port), client;
        printf("%d\n", port);
        while ((client = accept(fd, NULL, NULL)) >= 0) {
            relay(client, line);
            close(client);
        }
    } else if (count == 4 && !strcmp(words[1], "bridge")) {
        bridge(atoi(words[2]), words[3]);
    }
    fprintf(stderr, "see the head of modbus-peer.c\n");
    return 2;
}
