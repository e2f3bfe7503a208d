import Testing

@testable import PhoneCodes

@Suite("Request codes")
struct RequestCodeTests {
    @Test
    func `A hundred thousand requests come back as they were`() throws {
        var samples = Samples(seed: 1)
        for _ in 0..<100_000 {
            let request = samples.request()
            let digits = request.digits
            #expect(digits.count == 48)
            #expect(try RequestCode(digits.digitText) == request)
        }
    }

    @Test
    func `The smallest and the largest come back too`() throws {
        for entitlement in [0, RequestCode.highestEntitlement] {
            for bits in [0, Commitment.highest] {
                for kind in RequestCode.Kind.allCases {
                    let request = RequestCode(
                        kind, entitlement: entitlement, commitment: Commitment(bits))
                    #expect(try RequestCode(request.text) == request)
                }
            }
        }
    }

    @Test
    func `Every wrong digit and every swap is found, and its group named`() throws {
        var samples = Samples(seed: 2)
        for _ in 0..<50 {
            let digits = samples.request().digits
            for (place, typed) in digits.typos {
                let group = place / RequestCode.groupSize + 1
                #expect {
                    _ = try RequestCode(typed.digitText)
                } throws: { error in
                    guard case .groups(let groups) = error as? RequestCodeDefect else {
                        return false
                    }
                    // A swap across a border makes both groups wrong.
                    let isBorder =
                        place % RequestCode.groupSize == 5
                        && typed[place] == digits[place + 1, or: 10]
                        && typed[place + 1] == digits[place]
                    return groups == (isBorder ? [group, group + 1] : [group])
                }
            }
        }
    }

    @Test
    func `Groups in each other's place are found, all but few by the check digit`() throws {
        var samples = Samples(seed: 3)
        var unnamed = 0
        for _ in 0..<200 {
            let request = samples.request()
            for first in 0..<8 {
                for second in first + 1..<8 {
                    var groups = request.printed.split(separator: " ")
                    guard groups[first] != groups[second] else { continue }
                    groups.swapAt(first, second)
                    let error = #expect(throws: RequestCodeDefect.self) {
                        _ = try RequestCode(groups.joined(separator: " "))
                    }
                    if case .groups = error {} else { unnamed += 1 }
                }
            }
        }
        #expect(unnamed < 200 * 28 / 10)
    }

    @Test
    func `It may be typed with spaces, dashes and line breaks`() throws {
        var samples = Samples(seed: 4)
        let request = samples.request()
        let groups = request.printed
        for text in [
            groups, groups.replacing(" ", with: "-"), groups.replacing(" ", with: "\r\n"),
            groups.replacing(" ", with: " – "), " \(groups)\n",
            groups.replacing(" ", with: "\u{a0}"),
        ] {
            #expect(try RequestCode(text) == request)
        }
    }

    @Test
    func `A group that has not its six digits is named`() throws {
        var samples = Samples(seed: 5)
        let groups = samples.request().printed.split(separator: " ").map(String.init)
        var short = groups
        short[4].removeLast()
        #expect(throws: RequestCodeDefect.length(47, groups: [5])) {
            try RequestCode(short.joined(separator: " "))
        }
        var long = groups
        long[1].append("7")
        #expect(throws: RequestCodeDefect.length(49, groups: [2])) {
            try RequestCode(long.joined(separator: " "))
        }
        #expect(throws: RequestCodeDefect.length(47, groups: [])) {
            try RequestCode(short.joined())
        }
    }

    @Test
    func `What is no request is refused with its reason`() throws {
        #expect(throws: RequestCodeDefect.length(0, groups: [])) { try RequestCode("") }
        #expect(throws: RequestCodeDefect.characters) { try RequestCode("12345a") }
        #expect(throws: RequestCodeDefect.characters) {
            try RequestCode(String(repeating: "1 ", count: 600))
        }
        // Arabic digits are digits to Unicode, and none here.
        #expect(throws: RequestCodeDefect.characters) { try RequestCode("١٢٣") }
        #expect(throws: RequestCodeDefect.checksum) {
            try RequestCode(.grouped(.init(repeating: 9, count: 40)))
        }
        #expect(throws: RequestCodeDefect.checksum) {
            try RequestCode(.grouped(.init(repeating: 1, count: 40)))
        }
    }

    @Test
    func `Other versions and kinds are told`() throws {
        #expect(throws: RequestCodeDefect.version(2)) {
            try RequestCode(.grouped(Self.data(version: 2, kind: 0)))
        }
        #expect(throws: RequestCodeDefect.kind(5)) {
            try RequestCode(.grouped(Self.data(version: 1, kind: 5)))
        }
    }

    /// The 40 digits of a request of any version and kind.
    static func data(version: UInt128, kind: UInt128) -> [UInt8] {
        let body = version << 119 | kind << 116
        let low = body << 10 | UInt128(CRC10.of(body, bits: 122))
        let bytes =
            [UInt8(body >> 118)] + (0..<16).map { UInt8(truncatingIfNeeded: low >> (120 - 8 * $0)) }
        return DecimalNumber.digits(of: bytes, count: 40) ?? []
    }

    @Test
    func `Random digits are almost never a request`() {
        var samples = Samples(seed: 6)
        let taken = (0..<20_000).count { _ in
            (try? RequestCode(.grouped(samples.digits(40)))) != nil
        }
        // The checksum alone lets one of 1024 through, the version one of 7.5, the kind one of 2.
        #expect(taken < 12)
    }
}

extension String {
    /// Digits of a request with their check digits.
    static func grouped(_ data: [UInt8]) -> String {
        (0..<8).flatMap { group in
            let part = data[group * 5..<group * 5 + 5]
            return part + [Damm.digit(of: part, from: group + 1)]
        }.digitText
    }
}

extension [UInt8] {
    fileprivate subscript(place: Int, or other: UInt8) -> UInt8 {
        place < count ? self[place] : other
    }
}
