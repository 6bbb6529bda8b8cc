namespace Gateway.Fieldbus.Modbus;

/// <summary>What has happened on a bus since its client was made. Every request ends in exactly one of the outcomes or was cancelled by its caller.</summary>
/// <param name="Requests">Requests begun.</param>
/// <param name="Ok">Answered with data or a confirmation.</param>
/// <param name="Exceptions">Answered with an exception code.</param>
/// <param name="Timeouts">No answer, or no whole answer, in time.</param>
/// <param name="CheckSumErrors">Answers with a wrong check sum.</param>
/// <param name="Mismatches">Answers that belonged to something else, or were no Modbus.</param>
/// <param name="ConnectionsLost">Requests that found no connection or lost it.</param>
/// <param name="LateAnswers">Answers discarded because nobody waited for them any more; on a serial line, late bytes that were thrown away.</param>
/// <param name="Connects">Times the transport was opened.</param>
public readonly record struct ModbusCounters(
    long Requests,
    long Ok,
    long Exceptions,
    long Timeouts,
    long CheckSumErrors,
    long Mismatches,
    long ConnectionsLost,
    long LateAnswers,
    long Connects);
