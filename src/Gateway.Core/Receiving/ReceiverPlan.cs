namespace Gateway.Core.Receiving;

/// <summary>How long a receiver works.</summary>
/// <param name="Listen">First it only listens and fills holes. Then what it knows has to be proven, and it asks for manifests.</param>
/// <param name="Prove">How long the proof may take after that; it ends as soon as everything is proven. Infinite for as long as it takes.</param>
internal sealed record ReceiverPlan(TimeSpan Listen, TimeSpan Prove);
