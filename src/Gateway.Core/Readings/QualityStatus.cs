namespace Gateway.Core.Readings;

/// <summary>How far a reading can be trusted (the severity of OPC UA Part 8 and of ISA-18.2).</summary>
public enum QualityStatus : byte
{
    Good = 0,
    Uncertain = 1,
    Bad = 2,
}
