using Gateway.Mqtt;

namespace Gateway.Core.Tests.Forwarding;

/// <summary>A QoS 1 message without an answer.</summary>
internal sealed class PendingMessage(MqttPublish publish, Action<PendingMessage> settled)
{
    private readonly TaskCompletionSource<MqttPublishResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MqttPublish Publish => publish;

    public Task<MqttPublishResult> Result => _result.Task;

    public void Settle(MqttPublishResult result)
    {
        settled(this);
        _result.TrySetResult(result);
    }

    public void Cancel(CancellationToken cancel)
    {
        settled(this);
        _result.TrySetCanceled(cancel);
    }
}
