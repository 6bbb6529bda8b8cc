using Gateway.Core.Buffering;
using Gateway.Mqtt;

namespace Gateway.Core.Forwarding;

/// <summary>What a gateway says of itself over one feed: who it is, what its points mean, and answers to commands. Goes out before anything else.</summary>
internal sealed class FeedVoice
{
    private const int MostAnswers = 64;

    private readonly Queue<MqttPublish> _announcements = new();
    private readonly Queue<MqttPublish> _answers = new();
    private readonly HashSet<string> _described = [];
    private Func<Layout, IEnumerable<MqttPublish>> _describe = _ => [];
    private Func<IEnumerable<MqttPublish>> _introduce = () => [];

    public int Answers => _answers.Count;

    /// <summary>Begins a connection.</summary>
    /// <param name="introduce">Gives what is said first.</param>
    /// <param name="describe">Gives the descriptor of a layout.</param>
    public void Begin(Func<IEnumerable<MqttPublish>> introduce, Func<Layout, IEnumerable<MqttPublish>> describe, Layout inForce)
    {
        _announcements.Clear();
        _introduce = introduce;
        _describe = describe;
        SayAgain(inForce);
    }

    /// <summary>Says who we are, and what the layout in force means, once more.</summary>
    public void SayAgain(Layout inForce)
    {
        _described.Clear();
        foreach (var announcement in _introduce()) _announcements.Enqueue(announcement);
        Describe(inForce);
    }

    /// <returns>Whether the layout has to be described first: that was not done on this connection.</returns>
    public bool Describe(Layout layout)
    {
        if (!_described.Add(layout.Digest)) return false;
        foreach (var descriptor in _describe(layout)) _announcements.Enqueue(descriptor);
        return true;
    }

    /// <summary>An answer to a command goes out as soon as there is a place.</summary>
    public void Answer(MqttPublish answer)
    {
        if (_answers.Count < MostAnswers) _answers.Enqueue(answer);
    }

    public OutgoingMessage? NextAnnouncement() => _announcements.TryDequeue(out var next) ? new OutgoingMessage(null, 0, 0, next) : null;

    public OutgoingMessage? NextAnswer() => _answers.TryDequeue(out var next) ? new OutgoingMessage(null, 0, 0, next) { IsAnswer = true } : null;
}
