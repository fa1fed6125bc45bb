#include "intake/walk.h"

#include <errno.h>

#include <sys/socket.h>
#include <sys/un.h>

#include "base/buf.h"
#include "intake/tree_for_test.h"

/* Every entry of the walk, a line each: the path, and for what is refused why. */
static void list(struct buf *out, const char *root)
{
    struct walk_entry entry;
    struct walk *walk = NULL;
    struct err err = {0};

    buf_reset(out);
    assert_int_equal(walk_open(&walk, root, &err), ERR_OK);
    while (walk_next(&entry, walk)) {
        buf_append(out, entry.path);
        if (entry.kind == WALK_REFUSED) {
            buf_append(out, STR(": "));
            buf_append(out, entry.reason);
        }
        buf_char(out, '\n');
    }
    walk_close(walk);
    buf_char(out, '\0');
}

static void files_come_in_the_order_of_their_bytes_and_folders_in_depth(void **state)
{
    struct tree tree;
    struct buf out = {0};

    (void)state;
    tree_make(&tree);
    tree_folder(&tree, "b");
    tree_folder(&tree, "b/d");
    tree_folder(&tree, "empty");
    tree_file(&tree, "b/z", "");
    tree_file(&tree, "b/d/x", "");
    tree_file(&tree, "b/A", "");
    tree_file(&tree, "a", "");
    tree_file(&tree, "B", "");
    tree_file(&tree, "b.txt", "");
    list(&out, tree.path);
    assert_string_equal(out.ptr, "B\na\nb/A\nb/d/x\nb/z\nb.txt\n");
    buf_release(&out);
    tree_remove(&tree);
}

static void a_name_may_hold_any_bytes(void **state)
{
    struct tree tree;
    struct buf out = {0};

    (void)state;
    tree_make(&tree);
    tree_file(&tree, "line\nbreak", "");
    tree_file(&tree, "\xff\xfe", "");
    tree_folder(&tree, "Ізюм");
    tree_file(&tree, "Ізюм/مقبرة", "");
    tree_file(&tree, "-rf", "");
    list(&out, tree.path);
    assert_string_equal(out.ptr, "-rf\nline\nbreak\nІзюм/مقبرة\n\xff\xfe\n");
    buf_release(&out);
    tree_remove(&tree);
}

static void what_is_no_file_is_refused_with_a_word(void **state)
{
    struct tree tree;
    struct buf out = {0};
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    (void)state;
    tree_make(&tree);
    tree_file(&tree, "file", "");
    assert_int_equal(symlinkat("file", tree.fd, "link"), 0);
    assert_int_equal(symlinkat("/", tree.fd, "root"), 0);
    assert_int_equal(mkfifoat(tree.fd, "pipe", 0644), 0);
    (void)snprintf(address.sun_path, sizeof address.sun_path, "%s/sock", tree.path);
    assert_int_equal(bind(listener, (const struct sockaddr *)&address, sizeof address),
                     0);
    list(&out, tree.path);
    assert_string_equal(out.ptr, "file\nlink: is a symbolic link\npipe: is a named pipe\n"
                                 "root: is a symbolic link\nsock: is a socket\n");
    (void)close(listener);
    buf_release(&out);
    tree_remove(&tree);
}

static void a_root_may_be_a_file(void **state)
{
    struct tree tree;
    struct buf out = {0};
    char path[128];

    (void)state;
    tree_make(&tree);
    tree_file(&tree, "one", "");
    (void)snprintf(path, sizeof path, "%s/one", tree.path);
    list(&out, path);
    assert_string_equal(out.ptr, "one\n");
    buf_release(&out);
    tree_remove(&tree);
}

static void a_root_that_is_no_use_is_named(void **state)
{
    struct tree tree;
    struct walk *walk = NULL;
    struct err err = {0};
    char path[128];
    char expected[256];

    (void)state;
    tree_make(&tree);
    (void)snprintf(path, sizeof path, "%s/none", tree.path);
    assert_int_equal(walk_open(&walk, path, &err), ERR_NOT_FOUND);
    (void)snprintf(expected, sizeof expected, "\"%s\": no such file or folder", path);
    assert_string_equal(err.message, expected);

    assert_int_equal(symlinkat(".", tree.fd, "link"), 0);
    (void)snprintf(path, sizeof path, "%s/link", tree.path);
    assert_int_equal(walk_open(&walk, path, &err), ERR_INVALID);
    (void)snprintf(expected, sizeof expected,
                   "\"%s\" is a symbolic link: give what it points to", path);
    assert_string_equal(err.message, expected);

    assert_int_equal(walk_open(&walk, "/dev/null", &err), ERR_INVALID);
    assert_string_equal(err.message, "\"/dev/null\" is neither a file nor a folder");
    tree_remove(&tree);
}

static void a_folder_that_cannot_be_opened_is_named_and_the_walk_goes_on(void **state)
{
    struct tree tree;
    struct buf out = {0};

    (void)state;
    if (geteuid() == 0) /* nothing is unreadable for root: tests/cli covers it */
        return;
    tree_make(&tree);
    tree_folder(&tree, "closed");
    assert_int_equal(fchmodat(tree.fd, "closed", 0, 0), 0);
    tree_file(&tree, "open", "");
    list(&out, tree.path);
    assert_string_equal(out.ptr,
                        "closed: could not open this folder: Permission denied\nopen\n");
    buf_release(&out);
    tree_remove(&tree);
}

static void a_tree_deeper_than_promised_is_refused_where_it_is(void **state)
{
    struct tree tree;
    struct buf out = {0};
    int fd;

    (void)state;
    tree_make(&tree);
    fd = dup(tree.fd);
    for (int depth = 0; depth < WALK_MAX_DEPTH; depth++) {
        int next;

        assert_int_equal(mkdirat(fd, "d", 0755), 0);
        next = openat(fd, "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        assert_true(next >= 0);
        (void)close(fd);
        fd = next;
    }
    (void)close(fd);
    list(&out, tree.path);
    assert_non_null(strstr(out.ptr, "d: is more than 250 folders deep\n"));
    assert_int_equal(strchr(out.ptr, ':') - out.ptr, WALK_MAX_DEPTH * 2 - 1);
    buf_release(&out);
    tree_remove(&tree);
}

static void folders_can_be_left_out(void **state)
{
    struct tree tree;
    struct walk_entry entry;
    struct walk *walk = NULL;
    struct err err = {0};
    struct walk_left_out left_out[] = {{.reason = STR("is this archive itself")},
                                       {.reason = STR("holds keys")}};

    (void)state;
    tree_make(&tree);
    tree_folder(&tree, "archive");
    tree_file(&tree, "archive/a", "");
    tree_folder(&tree, "keys");
    assert_int_equal(fstatat(tree.fd, "archive", &left_out[0].folder, 0), 0);
    assert_int_equal(fstatat(tree.fd, "keys", &left_out[1].folder, 0), 0);
    assert_int_equal(walk_open(&walk, tree.path, &err), ERR_OK);
    walk_leave_out(walk, left_out, 2);
    assert_true(walk_next(&entry, walk));
    assert_int_equal(entry.kind, WALK_REFUSED);
    assert_true(str_equal(entry.path, STR("archive")));
    assert_true(str_equal(entry.reason, STR("is this archive itself")));
    assert_true(walk_next(&entry, walk));
    assert_int_equal(entry.kind, WALK_REFUSED);
    assert_true(str_equal(entry.path, STR("keys")));
    assert_true(str_equal(entry.reason, STR("holds keys")));
    assert_false(walk_next(&entry, walk));
    walk_close(walk);
    tree_remove(&tree);
}

static void opening_follows_no_link_on_the_way(void **state)
{
    struct tree tree;
    int fd;

    (void)state;
    tree_make(&tree);
    tree_folder(&tree, "a");
    tree_folder(&tree, "a/b");
    tree_file(&tree, "a/b/file", "x");
    assert_int_equal(symlinkat("a", tree.fd, "link"), 0);
    fd = walk_reopen(tree.path, STR("a/b/file"));
    assert_true(fd >= 0);
    (void)close(fd);
    assert_int_equal(walk_reopen(tree.path, STR("link/b/file")), -1);
    assert_int_equal(errno, ENOTDIR);
    assert_int_equal(walk_open_file(tree.fd, "link"), -1);
    assert_int_equal(errno, ELOOP);
    assert_int_equal(walk_reopen(tree.path, STR("a/none")), -1);
    assert_int_equal(errno, ENOENT);
    tree_remove(&tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_come_in_the_order_of_their_bytes_and_folders_in_depth),
        cmocka_unit_test(a_name_may_hold_any_bytes),
        cmocka_unit_test(what_is_no_file_is_refused_with_a_word),
        cmocka_unit_test(a_root_may_be_a_file),
        cmocka_unit_test(a_root_that_is_no_use_is_named),
        cmocka_unit_test(a_folder_that_cannot_be_opened_is_named_and_the_walk_goes_on),
        cmocka_unit_test(a_tree_deeper_than_promised_is_refused_where_it_is),
        cmocka_unit_test(folders_can_be_left_out),
        cmocka_unit_test(opening_follows_no_link_on_the_way),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
