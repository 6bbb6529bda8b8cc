namespace Gateway.Fieldbus.Modbus.Server;

/// <summary>What a server does next.</summary>
/// <param name="Kind">Whether a request was taken, more must be read, or the stream is lost.</param>
/// <param name="Length">Bytes of the answer's frame; 0 when nothing is said.</param>
/// <param name="Delay">How long the answer is held back.</param>
internal readonly record struct ServerStep(ServerStepKind Kind, int Length, TimeSpan Delay)
{
    public static ServerStep NeedMore => new(ServerStepKind.NeedMore, 0, TimeSpan.Zero);

    public static ServerStep OutOfStep => new(ServerStepKind.OutOfStep, 0, TimeSpan.Zero);

    public static ServerStep Answered(int length, TimeSpan delay) => new(ServerStepKind.Answered, length, delay);
}
