using Gateway.Faults.Disks;

namespace Gateway.Faults.Cases;

/// <summary>fsync answers EIO: the pages may be gone from the system's cache, so what is in memory is not believed either.</summary>
internal sealed class B4SyncFails : FailingDiskCase
{
    public override string Id => "B4 store";

    public override string Fault => "fsync fails with EIO for a while";

    protected override string Switch => DiskShim.SyncFails;
}
