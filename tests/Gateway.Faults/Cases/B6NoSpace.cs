using Gateway.Faults.Disks;

namespace Gateway.Faults.Cases;

/// <summary>Writes answer ENOSPC in the middle of a transaction.</summary>
internal sealed class B6NoSpace : FailingDiskCase
{
    public override string Id => "B6";

    public override string Fault => "ENOSPC in the middle of a transaction";

    protected override string Switch => DiskShim.Full;
}
