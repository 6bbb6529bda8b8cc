namespace Gateway.Faults.Running;

/// <summary>One fault, struck against the real store or the real gateway. Every class of this kind in the program is a case of the suite.</summary>
internal abstract class FaultCase
{
    /// <summary>A letter for the group and a number (A process and power, B disk, C database files, D network, E broker, F TLS, G clock, M resources), then a
    /// word where a fault has several cases.</summary>
    public abstract string Id { get; }

    /// <summary>What is done to it, in a few words.</summary>
    public abstract string Fault { get; }

    public virtual LossRule LossRule => LossRule.Nothing;

    /// <summary>The suite is bounded: a case that takes longer has failed.</summary>
    public virtual TimeSpan Limit => TimeSpan.FromMinutes(4);

    /// <summary>Strikes, and says through <paramref name="run"/> what it saw.</summary>
    public abstract Task RunAsync(CaseRun run);
}
