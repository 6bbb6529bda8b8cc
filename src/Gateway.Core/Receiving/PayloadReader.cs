using System.IO.Compression;
using System.Text.Json;
using Gateway.Core.Documents;

namespace Gateway.Core.Receiving;

/// <summary>Takes JSON out of a payload. The first byte tells: <c>{</c> is JSON, 0x1F gzip (RFC 1952).</summary>
internal static class PayloadReader
{
    /// <summary>Longest JSON: 16 MiB, so that a few bytes of gzip cannot fill the memory.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    /// <param name="json">The bytes over which the chain is computed.</param>
    /// <param name="fault">What is wrong when there is none.</param>
    public static bool TryRead(ReadOnlyMemory<byte> payload, out byte[] json, out JsonElement message, out string fault)
    {
        (message, fault) = (default, "");
        if (!TryUnpack(payload, out json, out fault)) return false;
        try
        {
            using var document = JsonDocument.Parse(json);
            message = document.RootElement.Clone();
            if (!JsonTexts.AreWhole(json, message)) fault = "not JSON: it holds text that is not UTF-8";
            return fault.Length == 0;
        }
        catch (JsonException wrong)
        {
            fault = $"not JSON: {wrong.Message}";
            return false;
        }
    }

    private static bool TryUnpack(ReadOnlyMemory<byte> payload, out byte[] json, out string fault)
    {
        (json, fault) = (payload.ToArray(), "");
        if (json is not [0x1F, 0x8B, ..]) return true;
        try
        {
            using var unzip = new GZipStream(new MemoryStream(json), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            byte[] part = new byte[64 * 1024];
            for (int read = unzip.Read(part); read > 0 && plain.Length <= MostBytes; read = unzip.Read(part)) plain.Write(part, 0, read);
            json = plain.ToArray();
            if (json.Length > MostBytes) fault = $"longer than {MostBytes} bytes";
        }
        catch (InvalidDataException wrong)
        {
            fault = $"not gzip: {wrong.Message}";
        }
        return fault.Length == 0;
    }
}
