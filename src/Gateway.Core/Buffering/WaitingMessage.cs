using Gateway.Core.Alarms;

namespace Gateway.Core.Buffering;

/// <summary>A sealed message that is not stored yet. Its sequence and bytes stay as they are through every attempt.</summary>
/// <param name="State">The alarm's state that is stored with it.</param>
/// <param name="Stored">Told when it is; null when nobody waits.</param>
internal sealed record WaitingMessage(NewMessage Message, AlarmRecord? State, TaskCompletionSource? Stored)
{
    // The objects around the body.
    private const int ObjectBytes = 200;

    public int Bytes => Message.Body.Length + ObjectBytes;
}
