namespace Gateway.Core.Tests.Alarms;

/// <summary>A clock whose timestamps are whole seconds, so that a reference model can count on its fingers.</summary>
internal sealed class SecondsClock : TimeProvider
{
    public override long TimestampFrequency => 1;
}
