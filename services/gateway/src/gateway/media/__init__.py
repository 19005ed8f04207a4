"""Pictures that people upload: checked, made anew, and kept behind one seam."""
