import CommandLineFront
import LicenseStore

/// What a check has shown and the store does not take: it is told, and stops nobody.
enum Unrecorded {
    /// - Parameter cost: what it costs that the store has it not.
    static func tell(_ cost: String, unless record: () throws(StoreError) -> Void) {
        do throws(StoreError) {
            try record()
        } catch {
            Console.note("not recorded, so that \(cost): \(error.text)")
        }
    }

    static let counters = "a copy of a key may go unnoticed"
}
