#include "base/machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/machine_inside.h"

static void a_folder_that_is_not_there_is_asked_of_the_one_above(void **state)
{
    struct arena arena = {0};
    struct machine_disk here = {0};
    struct machine_disk below = {0};

    (void)state;
    assert_true(machine_disk_at(&here, &arena, "/proc"));
    assert_true(machine_disk_at(&below, &arena, "/proc/no/such/folder"));
    assert_true(str_equal(here.type, below.type));
    assert_true(here.type.len > 0);
    assert_int_equal(here.crypt, MACHINE_CRYPT_NOT_SEEN);
    arena_free(&arena);
}

static void memory_is_told_from_a_disk(void **state)
{
    struct arena arena = {0};
    struct machine_disk disk = {0};

    (void)state;
    if (!machine_disk_at(&disk, &arena, "/dev/shm") ||
        !str_equal(disk.type, STR("tmpfs")))
        print_message("# skipped: /dev/shm is no tmpfs here\n");
    else
        assert_true(disk.is_in_memory && !disk.is_layered && disk.free_bytes > 0);
    arena_free(&arena);
}

static void a_file_in_place_of_a_folder_cannot_be_asked(void **state)
{
    struct arena arena = {0};
    struct machine_disk disk = {0};

    (void)state;
    assert_false(machine_disk_at(&disk, &arena, "/proc/version/below"));
    arena_free(&arena);
}

static void short_files_are_read_and_missing_ones_are_empty(void **state)
{
    struct arena arena = {0};

    (void)state;
    assert_true(machine_read(&arena, "/proc/self/status").len > 0);
    assert_int_equal(machine_read(&arena, "/proc/no-such-file").len, 0);
    arena_free(&arena);
}

static void a_mount_is_found_by_its_device(void **state)
{
    const struct str mounts =
        STR("22 27 0:21 / /proc rw,relatime - proc proc rw\n"
            "27 1 254:1 / / rw,noatime master:1 - ext4 /dev/mapper/root rw\n"
            "42 27 0:39 / /mnt/a rw,nosuid - fuse.gocryptfs /srv/a rw,user_id=0\n"
            "43 27 0:40 / /mnt/b - c rw\n"
            "44\n");
    struct machine_mount mount = {STR_INIT("unchanged"), STR_INIT("")};

    (void)state;
    assert_false(machine_find_mount(&mount, mounts, 254, 2));
    assert_false(machine_find_mount(&mount, mounts, 0, 3));
    assert_true(str_equal(mount.type, STR("unchanged")));
    assert_true(machine_find_mount(&mount, mounts, 254, 1));
    assert_true(str_equal(mount.type, STR("ext4")));
    assert_true(str_equal(mount.source, STR("/dev/mapper/root")));
    assert_true(machine_find_mount(&mount, mounts, 0, 39));
    assert_true(str_equal(mount.type, STR("fuse.gocryptfs")));
}

static void a_file_system_that_encrypts_is_known_by_its_mount(void **state)
{
    struct arena arena = {0};
    struct machine_mount mount = {STR_INIT("fuse.gocryptfs"), STR_INIT("/srv/a")};

    (void)state;
    assert_int_equal(machine_crypt_of(&arena, -1, 0, 0, &mount), MACHINE_CRYPT_YES);
    mount.type = STR("fuse.sshfs");
    assert_int_equal(machine_crypt_of(&arena, -1, 0, 0, &mount), MACHINE_CRYPT_NOT_SEEN);
    mount.source = STR("/dev/null"); /* no disk */
    assert_int_equal(machine_crypt_of(&arena, -1, 0, 0, &mount), MACHINE_CRYPT_NOT_SEEN);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_that_is_not_there_is_asked_of_the_one_above),
        cmocka_unit_test(memory_is_told_from_a_disk),
        cmocka_unit_test(a_file_in_place_of_a_folder_cannot_be_asked),
        cmocka_unit_test(a_mount_is_found_by_its_device),
        cmocka_unit_test(a_file_system_that_encrypts_is_known_by_its_mount),
        cmocka_unit_test(short_files_are_read_and_missing_ones_are_empty),
    };

    return cmocka_run_group_tests_name("machine", tests, NULL, NULL);
}
