using Gateway.Faults.Running;

namespace Gateway.Faults.Cases;

/// <summary>The same with commits that are not synced: what the suite would say of a store that promises too much.</summary>
internal sealed class A2PowerCutBites : A2PowerCutStore
{
    protected override int Cuts => 10;

    protected override bool IsWeak => true;

    public override string Id => "A2 bites";

    public override string Fault => "power cut, with synchronous=NORMAL: must lose";

    public override LossRule LossRule => LossRule.Must;
}
