using Gateway.Fieldbus.Modbus.Framing;

namespace Gateway.Fieldbus.Scales;

/// <summary>Finds commands in what a scale receives. It knows them by writing each one itself, so that no protocol has to read its own commands.</summary>
internal sealed class ScalePolls(ScaleProtocol protocol, IReadOnlyList<int> addresses)
{
    private readonly ScalePoll[] _known = [.. Write(protocol, addresses)];

    /// <summary>Takes the next command that is known; what is none is dropped.</summary>
    public bool TryTake(ReceiveBuffer received, out ScalePoll poll)
    {
        while (received.Length > 0)
        {
            bool begun = false;
            foreach (var known in _known)
            {
                var bytes = known.Bytes.Span;
                if (received.Received.StartsWith(bytes))
                {
                    received.Consume(bytes.Length);
                    poll = known;
                    return true;
                }
                begun |= bytes.StartsWith(received.Received);
            }
            if (begun) break;
            received.Consume(1);
        }
        poll = null!;
        return false;
    }

    private static IEnumerable<ScalePoll> Write(ScaleProtocol protocol, IReadOnlyList<int> addresses)
    {
        string?[] words = [.. protocol.KnownCommands, .. protocol.IdentificationCommands, .. protocol.Commands, protocol.StreamStart, protocol.StreamStop];
        int?[] asked = addresses.Count == 0 ? [protocol.Options.Address] : [.. addresses];
        byte[] bytes = new byte[ScaleProtocol.LongestPoll];
        foreach (string word in words.OfType<string>().Distinct())
        {
            foreach (int? address in asked)
            {
                int length = protocol.WritePoll(word, address, bytes);
                if (length > 0) yield return new(word, address, bytes.AsSpan(0, length).ToArray());
            }
        }
    }
}
