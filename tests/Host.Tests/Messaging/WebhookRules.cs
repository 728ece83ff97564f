using NodaTime;
using ProcedureEngine.Host.Webhooks;

namespace ProcedureEngine.Host.Tests.Messaging;

/// <summary>What webhooks go by, as tables.</summary>
public sealed class WebhookRules
{
    [TestCase("127.0.0.1", false, TestName = "loopback")]
    [TestCase("127.8.9.1", false, TestName = "all of 127 is loopback")]
    [TestCase("0.0.0.0", false, TestName = "this host")]
    [TestCase("9.255.255.255", true, TestName = "just before 10/8")]
    [TestCase("10.0.0.0", false, TestName = "the first of 10/8")]
    [TestCase("10.255.255.255", false, TestName = "the last of 10/8")]
    [TestCase("11.0.0.0", true, TestName = "just after 10/8")]
    [TestCase("172.15.255.255", true, TestName = "just before 172.16/12")]
    [TestCase("172.16.0.1", false, TestName = "172.16/12")]
    [TestCase("172.31.255.255", false, TestName = "the last of 172.16/12")]
    [TestCase("172.32.0.0", true, TestName = "just after 172.16/12")]
    [TestCase("192.168.1.1", false, TestName = "192.168/16")]
    [TestCase("169.254.169.254", false, TestName = "link-local, where clouds tell their secrets")]
    [TestCase("100.64.0.1", false, TestName = "a carrier's own network")]
    [TestCase("224.0.0.1", false, TestName = "multicast")]
    [TestCase("255.255.255.255", false, TestName = "broadcast")]
    [TestCase("203.162.4.190", true, TestName = "an address in Việt Nam")]
    [TestCase("::1", false, TestName = "IPv6 loopback")]
    [TestCase("::", false, TestName = "IPv6 this host")]
    [TestCase("fe80::1", false, TestName = "IPv6 link-local")]
    [TestCase("fd12:3456::1", false, TestName = "IPv6 unique local")]
    [TestCase("ff02::1", false, TestName = "IPv6 multicast")]
    [TestCase("::ffff:10.0.0.1", false, TestName = "a private IPv4 address mapped into IPv6")]
    [TestCase("::ffff:203.162.4.190", true, TestName = "a public IPv4 address mapped into IPv6")]
    [TestCase("64:ff9b::a00:1", false, TestName = "a private IPv4 address behind a translator")]
    [TestCase("2002:a00:1::", false, TestName = "a private IPv4 address in 6to4")]
    [TestCase("2001:ee0:1::1", true, TestName = "an IPv6 address in Việt Nam")]
    public void An_address_is_of_the_open_Internet(string address, bool isPublic) => Assert.That(PublicAddress.Is(IPAddress.Parse(address)), Is.EqualTo(isPublic));

    [TestCase(0, 0, 5, TestName = "the first failure waits five seconds")]
    [TestCase(1, 5, 30, TestName = "pauses grow")]
    [TestCase(8, 40_000, 8 * 3600, TestName = "to eight hours")]
    [TestCase(50, 100_000, 8 * 3600, TestName = "and stay there")]
    [TestCase(15, (3 * 86_400) - 60, 60, TestName = "the last attempt is made when three days are over")]
    [TestCase(15, (3 * 86_400) - 1, 1, TestName = "a second before three days there is one more")]
    [TestCase(16, 3 * 86_400, null, TestName = "at three days it is switched off")]
    public void A_delivery_that_failed_waits(int attempts, int since, int? seconds) =>
        Assert.That(WebhookSchedule.Next(attempts, Duration.FromSeconds(since)), Is.EqualTo(seconds is { } pause ? Duration.FromSeconds(pause) : (Duration?)null));

    /// <summary>The example of the Standard Webhooks specification's reference libraries.</summary>
    [Test]
    public void A_signature_is_what_the_standard_says() => Assert.That(
        WebhookSignature.Of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", Instant.FromUnixTimeSeconds(1614265330), """{"test": 2432232314}"""),
        Is.EqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
}
