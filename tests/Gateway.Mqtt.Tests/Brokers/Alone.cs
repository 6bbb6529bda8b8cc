namespace Gateway.Mqtt.Tests.Brokers;

/// <summary>Tests that run one at a time, when the others are done.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class Alone;
