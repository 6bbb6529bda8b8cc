using System.Text;

namespace Gateway.Testing;

/// <summary>A message as an independent client received it. The MQTT 5 properties are empty when there are none.</summary>
/// <param name="UserProperties">As mosquitto_sub prints them: <c>name:value</c>, separated by a space.</param>
public sealed record MosquittoMessage(
    string Topic,
    byte[] Payload,
    int Qos,
    bool Retain,
    string ContentType,
    string ResponseTopic,
    string ExpiryInterval,
    string UserProperties)
{
    internal const string Prefix = ">>";

    // mosquitto_sub(1), output format. The bell separates, because it occurs in no topic or property of a test.
    internal const string Format = Prefix + @"\a%q\a%r\a%x\a%t\a%C\a%R\a%E\a%P";

    /// <summary>The payload read as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Payload);

    internal static MosquittoMessage Parse(string line)
    {
        string[] parts = line.Split('\a');
        return new(parts[4], Convert.FromHexString(parts[3]), int.Parse(parts[1]), parts[2] == "1", parts[5], parts[6], parts[7], parts[8]);
    }

    public override string ToString() => $"{Topic} qos {Qos}{(Retain ? " retain" : "")}: {Text}";
}
