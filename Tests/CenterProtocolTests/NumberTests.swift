import CenterProtocol
import LicenseBinding
import PhoneCodes
import SeededRandomness
import Testing

struct NumberTests {
    @Test func `a PIN is taken in groups or not, by spaces or dashes`() throws {
        var generator = SeededGenerator(seed: 1)
        for kind in PIN.Kind.allCases {
            let pin = PIN(kind, using: &generator)
            let digits = String(decoding: pin.digits, as: UTF8.self)
            for text in [
                digits, pin.printed, pin.printed.replacing("-", with: " "), " \(digits)\n",
                pin.printed.replacing("-", with: " – "),
            ] {
                #expect(try PIN(text) == pin)
            }
            #expect(digits.count == kind.rawValue)
        }
    }

    @Test func `every single wrong digit is found, and nearly every swap`() throws {
        var generator = SeededGenerator(seed: 2)
        var (swaps, missed) = (0, 0)
        for _ in 0..<50 {
            let digits = PIN(.standard, using: &generator).digits
            for place in digits.indices {
                for digit in UInt8(0x30)...0x39 where digit != digits[place] {
                    var wrong = digits
                    wrong[place] = digit
                    #expect(throws: PINDefect.checkDigit) {
                        try PIN(String(decoding: wrong, as: UTF8.self))
                    }
                }
            }
            for place in digits.indices.dropLast() where digits[place] != digits[place + 1] {
                var wrong = digits
                wrong.swapAt(place, place + 1)
                swaps += 1
                if (try? PIN(String(decoding: wrong, as: UTF8.self))) != nil { missed += 1 }
            }
        }
        #expect(missed * 20 < swaps, "\(missed) of \(swaps)")
    }

    @Test func `what is no PIN says why`() {
        #expect(throws: PINDefect.characters) { try PIN("12345-67890-1234x") }
        #expect(throws: PINDefect.length(14)) { try PIN("12345678901234") }
        #expect(throws: PINDefect.length(0)) { try PIN("") }
    }

    @Test func `a PIN is in no description`() {
        var generator = SeededGenerator(seed: 3)
        let pin = PIN(.standard, using: &generator)
        let digits = String(decoding: pin.digits, as: UTF8.self)
        for text in ["\(pin)", String(reflecting: pin), String(describing: [pin])] {
            #expect(!text.contains(digits))
        }
    }

    @Test func `a registration number has ten digits, and its check digit`() {
        var generator = SeededGenerator(seed: 4)
        let number = RegistrationNumber(using: &generator)
        #expect(RegistrationNumber(number.description) == number)
        let digits = number.description
        #expect(RegistrationNumber("\(digits.prefix(5))-\(digits.suffix(5))") == number)
        #expect(RegistrationNumber(String(digits.dropLast()) + "x") == nil)
        #expect(RegistrationNumber("1234567890123") == nil)
    }

    @Test func `the numbers of a request by phone have check digits, too`() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<100 {
            let number = EntitlementNumber(using: &generator)
            #expect(EntitlementNumber(number.printed) == number)
            #expect(number.printed.count == 15)
            #expect(EntitlementNumber(number.description.replacing(/^./, with: "x")) == nil)
            let code = TermsCode(using: &generator)
            #expect(TermsCode(code.printed) == code)
            #expect(code.printed.count == 7)
            let last = code.description.last == "3" ? "4" : "3"
            #expect(TermsCode(code.description.dropLast() + last) == nil)
        }
    }

    @Test func `a request carries the entitlement number of the sheet`() throws {
        var generator = SeededGenerator(seed: 6)
        let commitment = try Commitment(to: [], .firstRun, entitlement: 0)
        for _ in 0..<100 {
            let number = EntitlementNumber(using: &generator)
            let request = RequestCode(.firstRun, entitlement: number.value, commitment: commitment)
            #expect(EntitlementNumber(of: request) == number)
        }
        let beyond = RequestCode(
            .firstRun, entitlement: 1_000_000_000_000, commitment: commitment)
        #expect(EntitlementNumber(of: beyond) == nil)
    }
}
