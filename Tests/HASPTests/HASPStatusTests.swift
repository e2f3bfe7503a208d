import Testing

@testable import HASP

struct HASPStatusTests {
    /// All statuses of the public documentation, but those of wrappers in other languages.
    private static let documented: [UInt32] =
        [
            0, 1, 3, 4, 5, 7, 8, 9, 11, 12, 13, 14, 15, 16, 18, 21, 22, 23, 24, 25, 27, 30, 31, 33,
            34,
        ]
        + [36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56]
        + [58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 74, 76, 78, 79, 400, 401]

    @Test func `every documented status has a meaning`() {
        #expect(Set(HASPStatus.allCases.map(\.rawValue)) == Set(Self.documented))
    }

    @Test(
        arguments: [
            (0, .done), (7, .absent), (18, .absent), (50, .absent), (5, .forbidden),
            (53, .forbidden), (51, .forbidden), (39, .disturbed), (43, .disturbed),
            (33, .disturbed),
            (14, .runtime), (11, .runtime), (42, .runtime), (22, .wrongLibrary),
            (34, .wrongLibrary),
            (400, .wrongLibrary), (23, .unsupported), (64, .copied), (15, .unexpected),
            (31, .forbidden), (501, .unexpected), (9999, .unexpected),
        ] as [(UInt32, HASPStatus.Meaning)])
    func `a status says what it means for the key`(code: UInt32, meaning: HASPStatus.Meaning) {
        #expect(HASPFailure(.login, code).meaning == meaning)
    }
}
