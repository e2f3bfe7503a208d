import FoundationEssentials
import LicenseBinding
import TestPublisher
import Testing

struct TimestampTests {
    @Test func `a time is written in UTC to the second`() {
        #expect(Timestamp.text(TestTime.now) == "2027-01-31T12:00:00Z")
        #expect(Timestamp.text(TestTime.now + 0.9) == "2027-01-31T12:00:00Z")
    }

    @Test func `a written time is read again`() {
        let times = [0, 951_782_399, 951_782_400, 1_801_396_800, 253_402_300_799] as [TimeInterval]
        for seconds in times {
            let date = Date(timeIntervalSince1970: seconds)
            #expect(Timestamp.date(Timestamp.text(date)) == date)
        }
    }

    @Test(arguments: [
        "", "now", "2027", "2027-01-31", "2027-01-31T12:00", "2027-13-01T00:00:00Z",
        "2027-01-31T12:00:00", "31.01.2027", "1801396800", "2027-02-31T12:00:00Z",
        "2027-01-31T24:00:00Z", "2027-01-31T12:00:00Z trailing", "2027-01-31T12:00:00Z\n",
        "2027-1-31T12:00:00Z", "2027-01-31T12:00:00+02:00", "12027-01-31T12:00:00Z",
    ])
    func `what is no time is refused`(text: String) {
        #expect(Timestamp.date(text) == nil)
    }

    @Test func `a day ends with its last second`() {
        #expect(Timestamp.end("2027-01-31") == TestTime.now + 12 * 3600 - 1)
        #expect(Timestamp.end("2027-01-31T12:00:00Z") == TestTime.now)
        #expect(Timestamp.end("2027-01") == nil)
    }

    @Test func `seconds are whole and rounded down`() {
        #expect(Date(timeIntervalSince1970: 1.9).seconds == 1)
        #expect(Date(timeIntervalSince1970: -0.1).seconds == -1)
    }
}
