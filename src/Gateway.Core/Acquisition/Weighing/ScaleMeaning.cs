using Gateway.Core.Readings;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Acquisition.Weighing;

/// <summary>What the outcome of a wait for a scale means to the readings, and among which outcomes it counts.</summary>
internal static class ScaleMeaning
{
    /// <summary>What readings are for which there is no report.</summary>
    public static Quality QualityOf(ScaleOutcome outcome) => outcome switch
    {
        ScaleOutcome.Ok => Quality.Good,
        ScaleOutcome.Refused => Quality.Bad(QualityReason.Exception),
        ScaleOutcome.NoAnswer => Quality.Bad(QualityReason.Timeout),
        ScaleOutcome.Garbage or ScaleOutcome.CheckSumError => Quality.Bad(QualityReason.CheckSum),
        ScaleOutcome.Mismatch => Quality.Bad(QualityReason.Mismatch),
        _ => Quality.Bad(QualityReason.CommFailure),
    };

    /// <summary>Whether the scale is there at all: one that refuses is.</summary>
    public static bool IsThere(ScaleOutcome outcome) => outcome is ScaleOutcome.Ok or ScaleOutcome.Refused;

    /// <summary>The counter of a bus that fits best.</summary>
    public static ModbusOutcome CountedAs(ScaleOutcome outcome) => outcome switch
    {
        ScaleOutcome.Ok => ModbusOutcome.Ok,
        ScaleOutcome.Refused => ModbusOutcome.Exception,
        ScaleOutcome.NoAnswer => ModbusOutcome.NoAnswer,
        ScaleOutcome.Garbage or ScaleOutcome.CheckSumError => ModbusOutcome.CheckSumError,
        ScaleOutcome.Mismatch => ModbusOutcome.Mismatch,
        _ => ModbusOutcome.NoConnection,
    };
}
