using Gateway.Core.Documents;
using Gateway.Fieldbus.Transports;

namespace Gateway.Core.Commissioning;

/// <summary>What it means that a bus cannot be opened, or was lost.</summary>
internal static class TransportTrouble
{
    /// <param name="bus">As the person wrote it.</param>
    /// <param name="isLost">Whether it was open before.</param>
    public static BusTrouble Of(TransportException trouble, string bus, bool isLost)
    {
        bool isNetwork = bus.Contains("://", StringComparison.Ordinal);
        var kind = trouble.Fault switch
        {
            // Nobody else's bus becomes busy while it is open to us.
            TransportFault.Busy when isLost => BusProblems.ServiceKeepsBus,
            _ when isLost => BusProblems.Lost,
            TransportFault.NotFound => isNetwork ? BusProblems.NoWay : BusProblems.NoSuchPort,
            TransportFault.PermissionDenied => BusProblems.PermissionDenied,
            TransportFault.Busy => BusProblems.Busy,
            TransportFault.Refused => BusProblems.Refused,
            TransportFault.TimedOut => BusProblems.ConnectTimeout,
            TransportFault.PeerGone => BusProblems.Refused,
            TransportFault.Unsupported => BusProblems.Unsupported,
            _ => BusProblems.CannotOpen,
        };
        IReadOnlyList<Wording> arguments = kind == BusProblems.CannotOpen ? [bus, trouble.Message]
            : kind == BusProblems.ServiceKeepsBus ? [bus, BusProblems.TakenBack] : [bus];
        return new BusTrouble(kind, arguments) { Next = NextFor(kind, isNetwork) };
    }

    private static IReadOnlyList<string> NextFor(ProblemKind kind, bool isNetwork) => kind.Code switch
    {
        "B020" => ["envgw status"],
        "B007" when !isNetwork => ["sudo usermod -aG dialout $USER"],
        "B001" or "B006" or "B008" when !isNetwork => ["envgw bus list"],
        _ => [],
    };
}
