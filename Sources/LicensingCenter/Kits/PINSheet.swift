package import CenterProtocol

/// The PINs of a new kit, which nobody can print again.
package struct PINSheet: Sendable {
    package struct Line: Sendable {
        package let workplace: Int
        package let position: PINPosition
        package let pin: PIN
    }

    package let kit: Kit
    package let lines: [Line]
    package let phone: PhoneSheet

    init(
        for kit: Kit, _ phone: PhoneSheet, using generator: inout some RandomNumberGenerator
    ) {
        self.kit = kit
        self.phone = phone
        lines = (1...kit.workplaces).flatMap { workplace in
            PINPosition.allCases.map { position in
                Line(
                    workplace: workplace, position: position,
                    pin: PIN(kit.kind, using: &generator))
            }
        }
    }

    /// Comma-separated values (RFC 4180) with a header: `registration,workplace,position,pin`.
    package var csv: String {
        let rows = lines.map { line in
            "\(kit.registration),\(line.workplace),\(line.position.rawValue),\(line.pin.printed)"
        }
        return (["registration,workplace,position,pin"] + rows).map { $0 + "\r\n" }.joined()
    }
}
