namespace Gateway.Mqtt;

/// <summary>Which protocol versions a session may speak.</summary>
public enum MqttProtocolPreference
{
    /// <summary>MQTT 5, and 3.1.1 with a broker that refuses 5 by name, or closes without an answer (once it has spoken 5: twice in a row).</summary>
    Version5ThenVersion311,

    Version5Only,

    Version311Only,
}
