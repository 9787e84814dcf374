using Millrace.Hosting.Blobs;

namespace Millrace.Hosting.Tests.Blobs;

public sealed class DiskSpaceTests
{
    [Theory]
    [InlineData(28)]
    [InlineData(122)]
    [InlineData(unchecked((int)0x80070070))]
    public void A_full_disk_and_a_used_up_quota_are_no_room(int error) => Assert.True(DiskSpace.IsUsedUp(new IOException("", error)));

    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    public void Other_failures_of_a_disk_are_not(int error) => Assert.False(DiskSpace.IsUsedUp(new IOException("", error)));

    [Fact]
    public void What_is_not_of_a_disk_is_not() => Assert.False(DiskSpace.IsUsedUp(new TimeoutException()));

    [Fact]
    public void A_device_without_room_is_recognized()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
        Assert.True(DiskSpace.IsUsedUp(Assert.ThrowsAny<IOException>(() => RandomAccess.Write(full, "x"u8, 0))));
    }

    [Fact]
    public void A_reserve_is_kept_in_the_file_of_a_hold_until_it_is_given_up()
    {
        var folder = Directory.CreateTempSubdirectory("millrace-test-").FullName;
        try
        {
            using var hold = DirectoryHold.TryHold(folder)!;
            for (var i = 0; i < 2; i++)
            {
                DirectoryHold.KeepReserve(hold);
                DirectoryHold.KeepReserve(hold);
                Assert.Equal(64 << 10, new FileInfo(hold.Name).Length);
                DirectoryHold.GiveUpReserve(hold);
                Assert.Equal(0, new FileInfo(hold.Name).Length);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
