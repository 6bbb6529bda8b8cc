using System.Text.Json.Nodes;
using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Tests.Differential;

/// <summary>npm's mqtt-packet, a codec that nobody here wrote, asked packet by packet.</summary>
public sealed class MqttPacketPeer : IAsyncDisposable
{
    private readonly RunningProcess _node;
    private int _answers;

    public MqttPacketPeer()
    {
        // The script lies in the source folder, beside the packages that tests/run.sh installs there by the lock file.
        string folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "Differential"));
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "mqtt-packet")))
            throw new InvalidOperationException($"mqtt-packet is not installed; run tests/run.sh, or: npm ci --prefix {folder}");
        _node = RunningProcess.Start("node", [Path.Combine(folder, "mqtt_packet_peer.js")], "nodejs");
    }

    /// <summary>What it makes of one packet.</summary>
    internal async Task<JsonNode> AskAsync(ProtocolVersion version, byte[] packet)
    {
        await _node.StandardInput.WriteLineAsync($"{(int)version} {Convert.ToHexString(packet)}");
        await _node.StandardInput.FlushAsync();
        string answer = await _node.Output.WaitForAsync(_ => true, from: _answers++);
        return JsonNode.Parse(answer)!;
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();
}
