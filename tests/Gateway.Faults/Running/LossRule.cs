namespace Gateway.Faults.Running;

/// <summary>What a case may lose.</summary>
internal enum LossRule
{
    /// <summary>Nothing: what the promise is about.</summary>
    Nothing,

    /// <summary>The fault destroys what was stored (a disk that lies, a file that is overwritten): it may be lost, but not in silence, which the case
    /// checks.</summary>
    MayIfNoticed,

    /// <summary>Something: the case shows that the suite would see it.</summary>
    Must,
}
