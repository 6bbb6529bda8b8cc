using Gateway.Core.Readings;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Core.Acquisition.Polling;

/// <summary>What the outcomes of a request mean for the unit and for the readings.</summary>
internal static class AnswerMeaning
{
    /// <remarks>Exceptions 0x0A and 0x0B come from a gateway on the way, not from the unit (Application Protocol V1.1b3, section 7).</remarks>
    public static AnswerKind KindOf(in ModbusAnswer answer) => answer.Outcome switch
    {
        ModbusOutcome.Ok => AnswerKind.Data,
        ModbusOutcome.Exception when IsFromGateway(answer.Exception) => AnswerKind.Silence,
        ModbusOutcome.Exception => AnswerKind.Refusal,
        ModbusOutcome.NoConnection => AnswerKind.NoBus,
        _ => AnswerKind.Silence,
    };

    /// <summary>Whether the unit says that it has no time for this now, which tells nothing of what it has (Application Protocol V1.1b3, section 7).</summary>
    public static bool IsNotNow(in ModbusAnswer answer) =>
        answer is { Outcome: ModbusOutcome.Exception, Exception: ModbusExceptionCode.Acknowledge or ModbusExceptionCode.ServerDeviceBusy };

    /// <summary>What readings are that should have been in the answer.</summary>
    public static Quality QualityOf(in ModbusAnswer answer) => Quality.Bad(answer.Outcome switch
    {
        ModbusOutcome.Exception when answer.Exception == ModbusExceptionCode.GatewayTargetDeviceFailedToRespond => QualityReason.Timeout,
        ModbusOutcome.Exception when answer.Exception == ModbusExceptionCode.GatewayPathUnavailable => QualityReason.CommFailure,
        ModbusOutcome.Exception => QualityReason.Exception,
        ModbusOutcome.NoAnswer => QualityReason.Timeout,
        ModbusOutcome.Incomplete or ModbusOutcome.CheckSumError => QualityReason.CheckSum,
        ModbusOutcome.Mismatch => QualityReason.Mismatch,
        ModbusOutcome.NoConnection => QualityReason.CommFailure,
        _ => QualityReason.None,
    });

    private static bool IsFromGateway(ModbusExceptionCode code) =>
        code is ModbusExceptionCode.GatewayPathUnavailable or ModbusExceptionCode.GatewayTargetDeviceFailedToRespond;
}
