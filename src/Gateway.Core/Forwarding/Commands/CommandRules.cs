using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding.Commands;

/// <summary>Whether a command is taken. Decides, and does no I/O; ids that were taken are remembered.</summary>
internal sealed class CommandRules(IReadOnlyList<string> allowed, CommandMemory memory)
{
    /// <returns>Accepted, or why not.</returns>
    public (CommandState State, string Reason) Judge(Command command, long nowMs, ClockState clock)
    {
        if (!CommandVerbs.All.Contains(command.Verb)) return (CommandState.Unsupported, "there is no such command");
        if (!allowed.Contains(command.Verb)) return (CommandState.Refused, "this feed may not ask that; commands in the site file says what it may");
        // Without the time nobody can tell a command of today from one that was recorded last year.
        if (clock == ClockState.Unset) return (CommandState.Refused, "the gateway's clock is not set, so it cannot tell whether the command is over");
        if (command.ExpiresMs < nowMs) return (CommandState.Expired, $"it was valid until {command.ExpiresMs}, and now is {nowMs}");
        if (command.ExpiresMs - nowMs > CommandMemory.Longest.TotalMilliseconds) return (CommandState.Invalid, "expires is more than 24 hours ahead");
        if (!memory.TryRemember(command.Id, command.ExpiresMs, nowMs)) return (CommandState.Repeated, "the id was used before");
        return (CommandState.Accepted, "");
    }
}
