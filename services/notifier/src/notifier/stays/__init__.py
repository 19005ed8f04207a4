"""Mails about stays: to the guest, in the warden's words, with a copy to the hut (R20 to R22)."""
