using ProcedureEngine.Activities.Notification;

namespace ProcedureEngine.Activities.Tests;

/// <summary>A code that goes to a wrong phone is told to a stranger: what is no mobile number is refused with its reason.</summary>
public sealed class PhoneNumberTests
{
    [TestCase("0912345678", TestName = "National, no spaces")]
    [TestCase("0912 345 678", TestName = "In groups of three")]
    [TestCase("0912.345.678", TestName = "With points, as printed on cards")]
    [TestCase("091-234-5678", TestName = "With hyphens")]
    [TestCase("(091) 234 5678", TestName = "With brackets")]
    [TestCase("+84912345678", TestName = "As networks write it")]
    [TestCase("+84 912 345 678", TestName = "International in groups")]
    [TestCase("+84 (0)912 345 678", TestName = "With the trunk 0 in brackets")]
    [TestCase("+840912345678", TestName = "With the trunk 0 left in")]
    [TestCase("0084912345678", TestName = "With the international prefix")]
    [TestCase("84912345678", TestName = "Country code without plus, as systems pass it")]
    [TestCase("  0912\u00a0345\u00a0678 ", TestName = "No-break spaces and spaces round it, as copied from a page")]
    public void Written_in_many_ways_it_is_one_number(string written) => Assert.That(PhoneNumber.Normalise(written), Is.EqualTo("+84912345678"));

    [TestCase("0323456789", "+84323456789", TestName = "Viettel since 2018")]
    [TestCase("0523456789", "+84523456789", TestName = "Vietnamobile")]
    [TestCase("0703456789", "+84703456789", TestName = "MobiFone since 2018")]
    [TestCase("0843456789", "+84843456789", TestName = "VinaPhone; its 84 is no country code")]
    [TestCase("0898456789", "+84898456789", TestName = "MobiFone 089")]
    [TestCase("848434567890", null, TestName = "One digit too many behind the country code")]
    [TestCase("843456789", null, TestName = "A number without its 0 is not guessed at")]
    public void Every_network_s_numbers(string written, string? normal) => Assert.That(PhoneNumber.Normalise(written), Is.EqualTo(normal));

    [TestCase(null, "phone", TestName = "None")]
    [TestCase("", "phone", TestName = "Empty")]
    [TestCase("091234567", "phone", TestName = "A digit too few")]
    [TestCase("09123456789", "phone", TestName = "A digit too many")]
    [TestCase("0412345678", "phone", TestName = "04 is no mobile network")]
    [TestCase("01234567890", "phone-old-form", TestName = "Eleven digits, until 2018")]
    [TestCase("+84 168 234 5678", "phone-old-form", TestName = "Eleven digits, international")]
    [TestCase("02283 864 567", "phone-landline", TestName = "A landline of Nam Định")]
    [TestCase("024 3825 1234", "phone-landline", TestName = "A landline of Hà Nội")]
    [TestCase("+1 202 555 0123", "phone", TestName = "Another country")]
    [TestCase("0044 7700 900123", "phone", TestName = "Another country by prefix")]
    [TestCase("0912345678 (Lan)", "phone", TestName = "With a name")]
    [TestCase("0912345678; 0987654321", "phone", TestName = "Two numbers")]
    [TestCase("０９１２３４５６７８", "phone", TestName = "Wide digits")]
    [TestCase("0912345678\n", null, TestName = "A line end behind it is no part")]
    [TestCase("0912\n345678", "phone", TestName = "A line end within")]
    [TestCase("+84+912345678", "phone", TestName = "Two plus signs")]
    public void What_is_no_mobile_number_is_told_why(string? written, string? rule) =>
        Assert.That(PhoneNumber.Check("phone", written).Select(error => error.Rule), rule is null ? Is.Empty : Is.EqualTo(new[] { rule }));
}
