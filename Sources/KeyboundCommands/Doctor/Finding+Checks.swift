extension Finding.Check {
    /// What the check makes of the facts: one finding at least.
    func findings(on facts: SystemFacts) -> [Finding] {
        switch self {
        case .usb: USBCheck.findings(facts)
        case .keys: KeysCheck.findings(facts)
        case .access: AccessCheck.findings(facts)
        case .udev: UdevCheck.findings(facts)
        case .held: HeldCheck.findings(facts)
        case .driver: DriverCheck.findings(facts)
        case .runtime: RuntimeCheck.findings(facts)
        case .hub: HubCheck.findings(facts)
        case .virtual: VirtualCheck.findings(facts)
        case .duplicates: DuplicatesCheck.findings(facts)
        case .clock: ClockCheck.findings(facts)
        case .store: StoreCheck.findings(facts)
        case .publishers: PublishersCheck.findings(facts)
        }
    }
}
